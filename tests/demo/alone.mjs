import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

// Plain JavaScript with nothing from node_modules: it runs on Node 20, before anything is installed.

const folder = fileURLToPath(new URL("../../.encore", import.meta.url));

/** Runs the work while no other process of this checkout does work of that name; waits for one that does. */
export async function alone(name, work) {
  const lock = join(folder, name);
  mkdirSync(folder, { recursive: true });
  for (let waited = false; !take(lock); waited = true) {
    if (!waited)
      process.stderr.write(`Waiting for the process named in .encore/${name}/pid to end …\n`);
    await pause(200);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function take(lock) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    // A lock outlives its holder only when that was killed.
    const holder = holderOf(lock) ?? process.pid;
    if (!isAlive(holder)) rmSync(lock, { recursive: true, force: true });
    return false;
  }
  writeFileSync(join(lock, "pid"), String(process.pid));
  return true;
}

/** Null in the moment before the holder has signed. */
function holderOf(lock) {
  try {
    return Number(readFileSync(join(lock, "pid"), "utf8")) || null;
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
