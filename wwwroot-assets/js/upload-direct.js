// One file straight to the store: the portal signs a form for exactly this upload, the file goes there by XHR (fetch tells no progress), the portal is
// told how far it is and what the store answered. Whatever goes wrong, the file goes to the portal instead, which has better words for it; only where the
// store was not reached at all does that concern the other files too.
const tellEvery = 400, stall = 60000, patience = [0, 500, 2000, 8000];

export class DirectUpload {
  #entry;
  #options;
  #request = null;
  #isOver = false;

  constructor(entry, options) {
    this.#entry = entry;
    this.#options = options;
  }

  async start() {
    const signed = await post(this.#entry.direct);
    if (this.#isOver) return;
    if (!signed?.ok) return this.#end('onInstead', true);
    const { address, fields } = await signed.json();
    const { reached, answer } = await this.#send(address, fields);
    if (this.#isOver) return;
    if (!answer) return this.#end('onInstead', reached);
    const { public_id: publicId, version, signature = '' } = answer;
    for (const wait of patience) {
      await new Promise(done => setTimeout(done, wait));
      if (this.#isOver) return;
      const confirmed = await post(`${this.#entry.direct}/confirm`, { publicId, version, signature });
      if (confirmed?.ok) return this.#end('onSuccess');
      if (confirmed && confirmed.status < 500) break;
    }
    this.#end('onInstead', true);
  }

  abort() {
    this.#isOver = true;
    this.#request?.abort();
  }

  #end(how, reached) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#options[how](reached);
  }

  #send(address, fields) {
    const { file } = this.#entry, request = this.#request = new XMLHttpRequest(), form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', file, 'picture');
    return new Promise(done => {
      let told = 0, watch;
      const alive = () => {
        clearTimeout(watch);
        watch = setTimeout(() => request.abort(), stall);
      };
      request.upload.onprogress = ({ loaded, total }) => {
        alive();
        if (Date.now() - told < tellEvery && loaded < total) return;
        told = Date.now();
        post(`${this.#entry.direct}/progress`, { sent: Math.max(0, file.size - (total - loaded)) });
      };
      request.onloadend = () => {
        clearTimeout(watch);
        done({ reached: request.status > 0, answer: request.status === 200 ? read(request.responseText) : null });
      };
      alive();
      request.open('POST', address);
      request.send(form);
    });
  }
}

const post = (address, body = {}) =>
  fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify(body) }).catch(() => null);

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // somebody else answered in the store's place
  }
}
