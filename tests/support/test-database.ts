import { randomUUID } from "node:crypto";

import pg from "pg";
import { inject } from "vitest";

import { setTestEnvironment } from "./env.ts";

// A setup file: runs before each integration test file and gives it a database that nobody else touches.
const postgresUrl = inject("postgresUrl");
const name = `test_${randomUUID().replaceAll("-", "")}`;

const client = new pg.Client({ connectionString: postgresUrl });
await client.connect();
// Copies of one template must not be made at the same time.
await client.query("SELECT pg_advisory_lock(1)");
await client.query(`CREATE DATABASE ${name} TEMPLATE encore_template`);
await client.end();

setTestEnvironment(postgresUrl.replace(/\/postgres$/, `/${name}`));
