// Who may import whom. A room is a folder of app/ about one thing. Siblings never import each other: they meet in
// events and in customer traits.

/** For each room, the other rooms that it may import. Every room may import the ground beneath them. */
const rooms = {
  events: [],
  customers: ["events"],
  segments: ["customers", "events"],
  loyalty: ["customers", "events"],
  predictions: ["customers", "events"],
  recommendations: ["customers", "events"],
  storefront: ["customers", "events", "shopify"],
  messages: ["customers", "events"],
  flows: ["messages", "customers", "events"],
  ingest: ["customers", "events", "shopify"],
  integrations: ["customers", "events", "shopify"],
  analytics: ["customers", "segments"],
  shopify: [],
  ui: [],
};

// Directly in app/: the database, the environment, the clock, values such as money; the entries; and the two files
// that put rooms together for those above them.
const entries = "^app/(http\\.server\\.ts|root\\.tsx|entry\\.\\w+\\.tsx)$";
const together =
  "^app/(reactions|current-shop|current-shopper|current-caller|current-flow|members|shopper-answers)\\.server\\.ts$";
const ground = "^app/[^/]+\\.tsx?$";
const tests = "\\.test\\.tsx?$";

const roomRules = Object.entries(rooms).map(([room, mayImport]) => ({
  name: `room-${room}`,
  comment: `app/${room} may import ${["the ground", ...mayImport].join(", ")}.`,
  severity: "error",
  from: { path: `^app/${room}/`, pathNot: tests },
  to: {
    path: "^app/[^/]+/",
    pathNot: `^app/(${[room, ...mayImport].join("|")})/`,
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
      from: { path: "^app/[^/]+/", pathNot: `^app/(routes|${Object.keys(rooms).join("|")})/` },
      to: {},
    },
    {
      name: "ground-is-lowest",
      comment: "What every room stands on knows none of them.",
      severity: "error",
      from: { path: ground, pathNot: [entries, together, tests] },
      to: { path: ["^app/[^/]+/", together] },
    },
    {
      name: "rooms-below-reactions",
      comment: "Rooms append events; what follows from an event is not theirs to know.",
      severity: "error",
      from: { path: "^app/[^/]+/", pathNot: ["^app/routes/", tests] },
      to: { path: together },
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
      from: { pathNot: tests },
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
      from: { path: "^(workers|prisma)/|^app/http" },
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
      from: { path: "^app/.*\\.ts$", pathNot: ["\\.server\\.ts$", "^app/(routes|ui)/", tests] },
      to: { path: "\\.server\\.tsx?$" },
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
      from: { path: "^(app|workers|prisma)/", pathNot: [tests, "^prisma/drift\\.ts$"] },
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
