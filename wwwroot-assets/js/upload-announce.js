// Tells the server what will come. It answers with one upload per file, in the same order; a file that was interrupted before
// comes back with its old upload, so telling it twice does no harm. Every file may want a place of its own, a position, or a picture
// that it replaces. Returns the first of them.
const filesACall = 500, patience = [500, 1000, 2000, 4000, 8000, 15000];

export async function announce(target, files, { batch, notices, onAnnounced }) {
  const { replaces: ofAll, ...whither } = target;
  let first;
  for (let i = 0; i < files.length; i += filesACall) {
    const part = files.slice(i, i + filesACall);
    const answer = await post({ batch, ...whither, files: part.map(({ file: { name, size, lastModified }, place, position, replaces = ofAll }) => ({ name, size, lastModified, place, position, replaces })) }, notices);
    if (!answer) return first;
    first ??= answer.uploads[0];
    onAnnounced(answer.uploads
      .map(({ id, url, offset, direct }, n) => ({ id, url, direct, batch, target: part[n].place ?? target, file: part[n].file, offset }))
      .filter(({ offset, file }) => offset < file.size));
  }
  return first;
}

async function post(body, notices) {
  for (let attempt = 0; ; attempt++) {
    const response = await fetch('/api/uploads/batches', {
      method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify(body),
    }).catch(() => null);
    if (response?.ok) {
      notices.forget('no-server');
      return response.json();
    }
    if (response?.status === 401) return notices.tell('signed-out');
    if (response?.status === 403) return notices.tell('not-allowed');
    if (response && response.status < 500) return notices.tell('refused-batch', await reasonIn(response));
    notices.tell('no-server', body.files.length);
    await new Promise(done => setTimeout(done, patience[Math.min(attempt, patience.length - 1)]));
  }
}

async function reasonIn(response) {
  const problem = await response.json().catch(() => ({}));
  return Object.values(problem.errors ?? {}).flat()[0] ?? problem.detail ?? problem.title ?? response.status;
}
