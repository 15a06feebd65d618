/** Who may import whom (the table of the layout in docs/architecture.md). To change a border, change it there and here. */
const never = (name, from, to, comment) => ({
  name,
  severity: "error",
  comment,
  from: { path: from },
  to: { path: to },
});

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    never(
      "steps-ask-the-world",
      "^steps/",
      "^(support/(clients|environment|reporting|runner|journal|cli/|judgement|assembly|session|check|hooks)|rehearsal/)|^(node:)?(fs|http|https|net|child_process)$",
      "A step asks its World; it knows no client and no file.",
    ),
    {
      name: "steps-stand-alone",
      severity: "error",
      from: { path: "^steps/([^/]+)$" },
      to: { path: "^steps/", pathNot: "^steps/$1$" },
    },
    {
      name: "judgement-is-pure",
      severity: "error",
      from: { path: "^support/judgement/" },
      to: { pathNot: "^support/(judgement|model)/" },
    },
    {
      name: "model-imports-nothing",
      severity: "error",
      from: { path: "^support/model/" },
      to: { pathNot: "^support/model/" },
    },
    {
      name: "errors-import-the-model",
      severity: "error",
      from: { path: "^support/errors\\.ts$" },
      to: { pathNot: "^support/model/" },
    },
    never(
      "clients-stand-alone",
      "^support/clients/",
      "^support/(environment|judgement|reporting|runner|journal|cli/|assembly|world|session|check)|^(steps|rehearsal)/",
      "A client knows the transport, the model and the errors.",
    ),
    never(
      "environment-knows-no-client",
      "^support/environment/",
      "^support/(clients|judgement|reporting|runner|journal|cli/|assembly|world|session|check)|^(steps|rehearsal)/",
      "The environment is data.",
    ),
    never(
      "reports-only-write",
      "^support/(reporting|journal)/",
      "^support/(clients|judgement|environment|runner|cli/|assembly|world|session|check)|^(steps|rehearsal)/",
      "Writers never compute.",
    ),
    never(
      "rehearsal-stands-alone",
      "^rehearsal/",
      "^support/(clients|judgement|environment|reporting|runner|journal|cli/|assembly|world|session|check)|^steps/",
      "The rehearsal is a place, and knows nothing of who asks it.",
    ),
    never("no-test-code-in-the-product", "^(support|steps|rehearsal)/", "^test/", "Tests import the product."),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    exclude: { path: "rehearsal/phase4" },
  },
};
