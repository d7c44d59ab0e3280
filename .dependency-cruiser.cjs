// Who may import whom. A room is a folder of app/ about one thing. Siblings never import each other: they meet in
// events, in views and in customer traits.

/** For each room, the other rooms that it may import. Every room may import the ground beneath them and any room's view. */
const rooms = {
  audit: ["customers"],
  // What is done about many customers at once is done by the rooms whose matter it is.
  bulk: ["audit", "customers", "loyalty", "storefront", "shopify"],
  events: [],
  shopify: [],
  // Which orders count is a fact that customers' totals need; all else of orders knows customers, not the other way round.
  customers: ["events", "orders/counting"],
  orders: ["customers", "events", "shopify"],
  // That a change was refused is for the merchant to read.
  ingest: ["orders", "customers", "events", "shopify", "audit"],
  segments: ["events"],
  loyalty: ["audit", "customers", "events", "orders"],
  predictions: ["customers", "events", "orders"],
  recommendations: ["customers", "events", "orders"],
  storefront: ["customers", "events", "shopify"],
  messages: ["customers", "events"],
  flows: ["messages", "customers", "events"],
  integrations: ["audit", "customers", "events", "shopify"],
  analytics: ["customers", "orders", "segments"],
  ui: [],
};

// Beneath the rooms: the database, the environment, the clock, values such as money (ground/), and what requests have in
// common (http/). Directly in app/ stand the entries, the jobs, and what follows from each event.
const entries = "^app/(server\\.ts|routes\\.ts|root\\.tsx|entry\\.\\w+\\.tsx)$";
const reactions = "^app/reactions\\.server\\.ts$";
const ground = "^app/(ground|http)/|^app/jobs\\.ts$";
const tests = "\\.test\\.tsx?$";

const roomRules = Object.entries(rooms).map(([room, mayImport]) => ({
  name: `room-${room}`,
  comment: `app/${room} may import ${["the ground", ...mayImport].join(", ")}.`,
  severity: "error",
  from: { path: `^app/${room}/`, pathNot: tests },
  to: {
    path: "^app/[^/]+/",
    pathNot: [
      `^app/(ground|http|${[room, ...mayImport].join("|")})/`,
      "^app/[^/]+/view\\.server\\.ts$",
      // Forgetting a person goes through every room, and asks each for what it declares.
      ...(room === "customers" ? ["/personal-data\\.server\\.ts$"] : []),
    ],
    // A page or a report may know the shape of what it shows.
    dependencyTypesNot: ["ui", "analytics"].includes(room) ? ["type-only"] : [],
  },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: "room-known",
      comment: "A new folder of app/ is a new room: say in `rooms` what it may import.",
      severity: "error",
      from: {
        path: "^app/[^/]+/",
        pathNot: `^app/(ground|http|routes|${Object.keys(rooms).join("|")})/`,
      },
      to: {},
    },
    {
      name: "ground-is-lowest",
      comment: "What every room stands on knows none of them.",
      severity: "error",
      from: { path: ground, pathNot: tests },
      to: { path: ["^app/", "^workers/"], pathNot: ground },
    },
    {
      name: "loyalty-root-composes-its-parts",
      comment:
        "Directly in app/loyalty stands what puts several of its parts together, as a merge does: above all of them.",
      severity: "error",
      from: { path: "^app/loyalty/[^/]+/", pathNot: tests },
      to: { path: "^app/loyalty/[^/]+$" },
    },
    {
      name: "rooms-below-reactions",
      comment: "Rooms append events; what follows from an event is not theirs to know.",
      severity: "error",
      from: { path: "^app/[^/]+/", pathNot: ["^app/routes/", tests] },
      to: { path: reactions },
    },
    {
      name: "reactions-behind-the-pages",
      comment: "A reaction is not a page or a report.",
      severity: "error",
      from: { path: "^app/reactions" },
      to: { path: "^app/(routes|ui|analytics)/" },
    },
    {
      name: "routes-are-not-imported",
      comment: "A route is HTTP only. What another file needs from it belongs to a room.",
      severity: "error",
      from: { pathNot: ["^app/routes/", "^app/root\\.tsx$", tests] },
      to: { path: "^app/routes/" },
    },
    {
      name: "entries-are-not-imported",
      severity: "error",
      from: { path: "^(app|workers|prisma)/", pathNot: tests },
      to: { path: entries },
    },
    {
      name: "reports-and-pieces-of-pages",
      comment: "Only routes read analytics and use ui.",
      severity: "error",
      from: { path: "^(workers|prisma)/|^app/server" },
      to: { path: "^app/(analytics|ui)/" },
    },
    {
      name: "production-is-apart",
      comment: "The app imports neither workers nor tests; workers import no tests.",
      severity: "error",
      from: { path: "^(app|workers)/", pathNot: tests },
      to: { path: "^tests/" },
    },
    {
      name: "app-never-imports-workers",
      severity: "error",
      from: { path: "^(app|prisma)/", pathNot: tests },
      to: { path: "^workers/" },
    },
    {
      name: "migrations-are-production",
      comment: "prisma/drift.ts is a check; the rest of prisma/ runs where tests/ is not.",
      severity: "error",
      from: { path: "^prisma/", pathNot: "^prisma/drift\\.ts$" },
      to: { path: "^tests/" },
    },
    {
      name: "stand-in-knows-no-app",
      comment:
        "The stand-in is Shopify: were it to share the app's code, it would share its mistakes.",
      severity: "error",
      from: { path: "^tests/stand-in/", pathNot: tests },
      to: { path: "^(app|workers|prisma)/" },
    },
    {
      name: "pure-imports-pure",
      comment: "A file without a suffix has no effects, so neither may what it imports.",
      severity: "error",
      from: {
        path: "^app/.*\\.ts$",
        pathNot: ["\\.server\\.ts$", "^app/(routes|ui)/", entries, tests],
      },
      // It may know the shape of what it is given.
      to: { path: "\\.server\\.tsx?$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "components-without-server",
      comment: "A shared component runs in the browser, where only types come along.",
      severity: "error",
      from: { path: "^app/ui/", pathNot: tests },
      to: { path: "\\.server\\.tsx?$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      comment: "Nothing imports it and it imports nothing: is it still of use?",
      severity: "error",
      from: {
        orphan: true,
        pathNot: [
          entries,
          tests,
          "\\.d\\.ts$",
          "^app/routes/",
          "^tests/(demo|bench)/",
          "^prisma/[^/]+\\.ts$",
        ],
      },
      to: {},
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "production-dependencies",
      comment: "A production image has no devDependencies.",
      severity: "error",
      from: {
        path: "^(app|workers|prisma)/",
        // Addresses are read when the app is built.
        pathNot: [tests, "^prisma/drift\\.ts$", "^app/routes\\.ts$"],
      },
      // Loaded dynamically, as Vite is, it is asked for in development only.
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only", "npm"],
        dynamic: false,
      },
    },
    {
      name: "declared-dependencies",
      comment: "What is imported by name stands in package.json.",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^prisma/generated/"] },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      mainFields: ["module", "main", "types", "typings"],
    },
  },
};
