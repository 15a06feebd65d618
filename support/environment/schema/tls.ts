import { z } from "zod";
import { oncePerContext, reportFault } from "./context";
import { filePath, text } from "./fields";

/** Own certificate authority, client certificate and server name. */
export const tlsSchema = oncePerContext((context) =>
  z
    .strictObject({
      caFile: filePath(context, "PEM file of the certificate authority to trust.").optional(),
      certFile: filePath(context, "PEM file of our client certificate; keyFile belongs to it.").optional(),
      keyFile: filePath(context, "PEM file of our client certificate's key.").optional(),
      serverName: text("Name that the server's certificate must carry, where it is not the host.").optional(),
      acceptAnyCertificate: z
        .boolean()
        .default(false)
        .describe("Accept any certificate: for tests, never in production."),
    })
    .describe("How the encrypted connection is made.")
    .superRefine(({ certFile, keyFile }, refinement) => {
      if ((certFile === undefined) === (keyFile === undefined)) return;
      reportFault(refinement, {
        what: `there is ${certFile === undefined ? "a keyFile without a certFile" : "a certFile without a keyFile"}`,
        fix: `add ${certFile === undefined ? "certFile" : "keyFile"}, or take the other out`,
      });
    })
    .transform(({ acceptAnyCertificate, ...files }) => ({ ...files, isInsecure: acceptAnyCertificate })),
);
