import { NavLink } from "@remix-run/react";

/** The pages about loyalty, in the order in which a merchant needs them. */
const pages = [
  { path: "/app/loyalty", name: "Earning" },
  { path: "/app/loyalty/earning-actions", name: "Earning actions" },
  { path: "/app/loyalty/rewards", name: "Rewards" },
  { path: "/app/loyalty/tiers", name: "Tiers" },
  { path: "/app/loyalty/campaigns", name: "Campaigns" },
  { path: "/app/loyalty/achievements", name: "Achievements" },
  { path: "/app/loyalty/referrals", name: "Referrals" },
  { path: "/app/loyalty/liability", name: "Points liability" },
  { path: "/app/loyalty/imports", name: "Import and export" },
  { path: "/app/loyalty/ledger-audit", name: "Ledger audit" },
  { path: "/app/loyalty/activity-log", name: "Activity log" },
];

/** Leads from each page about loyalty to the others. */
export function LoyaltyNav() {
  return (
    <nav aria-label="Loyalty">
      <ul className="encore-subnav">
        {pages.map(({ path, name }) => (
          <li key={path}>
            <NavLink to={path} end={path === "/app/loyalty"} className="encore-subnav__link">
              {name}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
