export type NavPage = { path: string; name: string };
type NavGroup = { name: string; pages: readonly [NavPage, ...NavPage[]] };

/** The index of the pages about loyalty: every other address begins with its own. */
const earning: NavPage = { path: "/app/loyalty", name: "Earning" };

const program: NavGroup = {
  name: "Program",
  pages: [
    { path: "/app/loyalty/launch", name: "Launch" },
    earning,
    { path: "/app/loyalty/earning-actions", name: "Earning actions" },
    { path: "/app/loyalty/campaigns", name: "Campaigns" },
  ],
};

/** The pages about loyalty by what they are for, in the order in which a merchant needs them. */
export const navGroups: readonly NavGroup[] = [
  program,
  {
    name: "Rewards",
    pages: [
      { path: "/app/loyalty/rewards", name: "Rewards" },
      { path: "/app/loyalty/achievements", name: "Achievements" },
    ],
  },
  {
    name: "Members",
    pages: [
      { path: "/app/loyalty/tiers", name: "Tiers" },
      { path: "/app/loyalty/referrals", name: "Referrals" },
    ],
  },
  {
    name: "Operations",
    pages: [
      { path: "/app/loyalty/liability", name: "Points liability" },
      { path: "/app/loyalty/imports", name: "Import and export" },
      { path: "/app/loyalty/recalculation", name: "Recalculate balances" },
      { path: "/app/loyalty/ledger-audit", name: "Ledger audit" },
      { path: "/app/loyalty/activity-log", name: "Activity log" },
    ],
  },
];

/** The page that an address belongs to: /app/loyalty/rewards/new belongs to Rewards. */
export function pageOf(pathname: string): NavPage {
  const others = navGroups.flatMap(({ pages }) => pages).filter((page) => page !== earning);
  return others.find(({ path }) => `${pathname}/`.startsWith(`${path}/`)) ?? earning;
}

/** The group of that page. */
export function groupOf(pathname: string): NavGroup {
  const page = pageOf(pathname);
  return navGroups.find(({ pages }) => pages.includes(page)) ?? program;
}
