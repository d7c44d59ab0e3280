import { Link, useLocation } from "@remix-run/react";

import { groupOf, navGroups, pageOf } from "./nav-groups.ts";

/** Leads from each page about loyalty to the others: the groups, and beneath them the pages of the group that is open. */
export function LoyaltyNav() {
  const { pathname } = useLocation();
  const open = groupOf(pathname);
  const current = pageOf(pathname);
  return (
    <nav aria-label="Loyalty" className="encore-subnav">
      <ul className="encore-subnav__groups">
        {navGroups.map((group) => (
          <li key={group.name}>
            <Link
              to={group.pages[0].path}
              className="encore-subnav__group"
              {...(group === open && { "aria-current": "true" })}
            >
              {group.name}
            </Link>
          </li>
        ))}
      </ul>
      <ul className="encore-subnav__pages" aria-label={`Pages: ${open.name}`}>
        {open.pages.map((page) => (
          <li key={page.path}>
            <Link
              to={page.path}
              className="encore-subnav__page"
              {...(page === current && { "aria-current": "page" })}
            >
              {page.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
