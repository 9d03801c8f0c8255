/** Where the typed endpoints of `src/api/generated.ts` come from: the server's own OpenAPI document. */
const fs = require('node:fs');
const path = require('node:path');

const snapshot = path.join(__dirname, '../crates/api/openapi.json');

module.exports = {
  schemaFile: fs.existsSync(snapshot) ? snapshot : path.join(__dirname, 'openapi.draft.json'),
  apiFile: './src/api/emptyApi.ts',
  apiImport: 'emptyApi',
  outputFile: process.env.API_GEN_OUTPUT ?? './src/api/generated.ts',
  exportName: 'generatedApi',
  hooks: true,
  flattenArg: true,
  filterEndpoints: (name) => !['register', 'login', 'refresh', 'logout', 'exportMe'].includes(name),
};
