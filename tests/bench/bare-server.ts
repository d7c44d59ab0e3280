import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

// The floor of the ingest bench: what node:http does when it only checks the signature and keeps nothing.
const secret = createSecretKey(Buffer.from(process.env["SHOPIFY_API_SECRET"] ?? ""));

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const given = Buffer.from(String(request.headers["x-shopify-hmac-sha256"] ?? ""), "base64");
    const right = createHmac("sha256", secret).update(Buffer.concat(chunks)).digest();
    const valid = given.length === right.length && timingSafeEqual(given, right);
    response.writeHead(valid ? 200 : 401, { "content-length": 0 }).end();
  });
}).listen(Number(process.env["PORT"]), "127.0.0.1");
