// Sends files with tus-js-client and says on its last line, in JSON, what happened. Arguments: one JSON object.
import { createRequire } from 'node:module';
import { readFileSync, createReadStream } from 'node:fs';

const [order] = process.argv.slice(2).map(a => JSON.parse(a));
const tus = createRequire(order.modules + '/')('tus-js-client');
const events = { statuses: [], methods: [], url: null, progress: [], chunks: [] };

const options = {
  endpoint: order.endpoint,
  uploadUrl: order.uploadUrl ?? null,
  headers: { 'X-API-Key': order.key },
  metadata: order.metadata ?? {},
  retryDelays: [0, 100, 300],
  chunkSize: order.chunkSize ?? Infinity,
  overridePatchMethod: order.overridePatchMethod ?? false,
  uploadDataDuringCreation: order.uploadDataDuringCreation ?? false,
  ...(order.storage ? { urlStorage: new tus.FileUrlStorage(order.storage) } : { storeFingerprintForResuming: false }),
  onProgress: sent => events.progress.push(sent),
  onChunkComplete: (_, accepted) => events.chunks.push(accepted),
  onAfterResponse: (request, response) => { events.methods.push(request.getMethod()); events.statuses.push(response.getStatus()); },
};

const file = () => order.storage ? createReadStream(order.file) : readFileSync(order.file);

const result = await new Promise(done => {
  const upload = new tus.Upload(file(), {
    ...options,
    onSuccess: () => done({ ok: true }),
    onError: error => done({ ok: false, error: String(error) }),
    onUploadUrlAvailable: () => { events.url = upload.url; },
  });
  const begin = async () => {
    if (order.storage) {
      const previous = await upload.findPreviousUploads();
      events.previous = previous.length;
      if (previous.length > 0) upload.resumeFromPreviousUpload(previous[0]);
    }
    upload.start();
    if (order.abortAfterChunks) upload.options.onChunkComplete = (_, accepted) => {
      events.chunks.push(accepted);
      if (events.chunks.length === order.abortAfterChunks) upload.abort(order.terminate ?? false).then(() => done({ ok: true, aborted: true }), error => done({ ok: false, error: String(error) }));
    };
  };
  begin().catch(error => done({ ok: false, error: String(error) }));
});
console.log(JSON.stringify({ ...result, ...events, url: events.url }));
process.exit(0);
