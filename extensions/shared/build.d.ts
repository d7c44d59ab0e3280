/** What the build fills in. */
declare const process: { env: { APP_URL: string } };
