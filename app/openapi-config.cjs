/**
 * How `src/api/generated.ts` is made from the server's OpenAPI document. The document names its operations after its handlers
 * (`read`, `delete`, …); here each call gets the name that its hook has in the app.
 */
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const snapshot = path.join(__dirname, '../crates/api/openapi.json');

/** Calls that are not here are not the generated code's: signing in and out belongs to `api/auth.ts`, the ZIP to `api/export.ts`. */
const NAMES = {
  'get /auth/me': 'getMe',
  'patch /auth/me': 'updateMe',
  'delete /auth/me': 'deleteMe',
  'get /auth/devices': 'listDevices',
  'delete /auth/devices/{id}': 'revokeDevice',
  'post /upload/s3-presign': 'presignUpload',
  'post /upload/confirm': 'confirmUpload',
  'get /questions': 'listQuestions',
  'post /ai/questions': 'generateQuestions',
  'post /ai/chat': 'chat',
  'post /sessions': 'createSession',
  'get /sessions': 'listSessions',
  'get /sessions/{id}': 'getSession',
  'patch /sessions/{id}': 'updateSession',
  'delete /sessions/{id}': 'deleteSession',
  'post /sessions/{id}/complete': 'completeSession',
  'post /sessions/{id}/retry': 'retrySession',
  'get /sessions/{id}/transcript': 'getTranscript',
  'patch /sessions/{id}/transcript': 'correctTranscript',
  'get /sessions/{id}/audio': 'getSessionAudio',
  'get /sessions/{id}/feedback': 'getFeedback',
  'post /sessions/{id}/feedback/contest': 'contestClaim',
  'get /sessions/{id}/feedback/history': 'getFeedbackHistory',
  'get /sessions/{id}/follow-ups': 'getFollowUps',
  'get /progress': 'getProgress',
  'get /health': 'getHealth',
};

function named(source) {
  const document = JSON.parse(fs.readFileSync(source, 'utf8'));
  const missing = new Set(Object.keys(NAMES));
  for (const [url, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const name = NAMES[`${method} ${url}`];
      if (name) operation.operationId = name;
      else delete operations[method];
      missing.delete(`${method} ${url}`);
    }
  }
  requireFields(document);
  headersAreTexts(document);
  if (missing.size > 0) throw new Error(`the OpenAPI document lacks: ${[...missing].join(', ')}`);
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'greenroom-api-')), 'openapi.json');
  fs.writeFileSync(file, JSON.stringify(document));
  return file;
}

/**
 * An answer always holds all its fields: `null` rather than nothing. The document calls those optional that may be null or have a
 * default when they are read. Only problem details leave `errors` out, and those are read by hand (`api/problem.ts`).
 */
function requireFields(document) {
  const schemas = document.components.schemas;
  const ofRequests = new Set();
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return;
    const name = node.$ref?.split('/').at(-1);
    if (name && !ofRequests.has(name)) {
      ofRequests.add(name);
      visit(schemas[name]);
    }
    Object.values(node).forEach(visit);
  };
  for (const operations of Object.values(document.paths)) {
    for (const operation of Object.values(operations)) visit(operation.requestBody);
  }
  for (const [name, schema] of Object.entries(schemas)) {
    if (ofRequests.has(name) || !schema.properties) continue;
    schema.required = Object.keys(schema.properties);
  }
}

/** A header is there or it is not; it can not be `null`. */
function headersAreTexts(document) {
  for (const operations of Object.values(document.paths)) {
    for (const { parameters = [] } of Object.values(operations)) {
      for (const parameter of parameters) if (parameter.in === 'header') parameter.schema = { type: 'string' };
    }
  }
}

module.exports = {
  schemaFile: named(snapshot),
  apiFile: './src/api/emptyApi.ts',
  apiImport: 'emptyApi',
  outputFile: process.env.API_GEN_OUTPUT ?? './src/api/generated.ts',
  exportName: 'generatedApi',
  hooks: true,
  flattenArg: true,
};
