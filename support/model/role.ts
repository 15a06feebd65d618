/** The roles that sign runbook items, by the id that stands in features/runbook.yaml; as people say them. */
export const ROLES = {
  "release-owner": { en: "release owner", ko: "릴리스 책임자" },
  "on-call-engineer": { en: "on-call engineer", ko: "온콜 엔지니어" },
  "devops-engineer": { en: "DevOps engineer", ko: "DevOps 엔지니어" },
  "phase4-lead": { en: "Phase 4 lead", ko: "Phase 4 리드" },
  "customer-support": { en: "customer support", ko: "고객 지원" },
  "product-owner": { en: "product owner", ko: "제품 책임자" },
  "incident-commander": { en: "incident commander", ko: "장애 지휘자" },
} as const;

/** The id of a role. */
export type RoleId = keyof typeof ROLES;

/** The ids of all roles. */
export const ROLE_IDS: readonly RoleId[] = Object.keys(ROLES).filter(isRoleId);

/** Whether a text is the id of a role. */
export function isRoleId(text: string): text is RoleId {
  return Object.hasOwn(ROLES, text);
}

/** A role as people say it; an id that is none of ours as it stands. */
export function roleName(id: string, language: "en" | "ko" = "en"): string {
  return isRoleId(id) ? ROLES[id][language] : id;
}

/** The role that people call so in a feature; undefined: none. */
export function roleNamed(name: string): RoleId | undefined {
  return ROLE_IDS.find((id) => ROLES[id].en === name);
}
