import { NavLink, useLocation } from "@remix-run/react";
import { BlockStack, Page, type PageProps } from "@shopify/polaris";
import { type ReactNode, useEffect, useRef } from "react";

/** The pages about loyalty, in the order in which a merchant needs them. */
const pages = [
  { path: "/app/loyalty/launch", name: "Launch" },
  { path: "/app/loyalty", name: "Earning" },
  { path: "/app/loyalty/earning-actions", name: "Earning actions" },
  { path: "/app/loyalty/rewards", name: "Rewards" },
  { path: "/app/loyalty/tiers", name: "Tiers" },
  { path: "/app/loyalty/campaigns", name: "Campaigns" },
  { path: "/app/loyalty/achievements", name: "Achievements" },
  { path: "/app/loyalty/referrals", name: "Referrals" },
  { path: "/app/loyalty/liability", name: "Points liability" },
  { path: "/app/loyalty/imports", name: "Import and export" },
  { path: "/app/loyalty/recalculation", name: "Recalculate balances" },
  { path: "/app/loyalty/ledger-audit", name: "Ledger audit" },
  { path: "/app/loyalty/activity-log", name: "Activity log" },
];

type Props = Omit<PageProps, "children"> & { children: ReactNode };

/** A page about loyalty: its title, the way to the other ones, and its cards beneath each other. */
export function LoyaltyPage({ children, ...page }: Props) {
  return (
    <Page {...page}>
      <BlockStack gap="400">
        <LoyaltyNav />
        {children}
      </BlockStack>
    </Page>
  );
}

/** Leads from each page about loyalty to the others. On a phone it scrolls, and shows where one is. */
function LoyaltyNav() {
  const { pathname } = useLocation();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const current = list.current?.querySelector("[aria-current]");
    current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <nav aria-label="Loyalty">
      <ul className="encore-subnav" ref={list}>
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
