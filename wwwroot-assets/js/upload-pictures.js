// Shows pictures from this tab's own files before the server has any: every img[data-upload-id] on screen gets a small local copy,
// two at a time. When the page puts the server's picture in, the local one stays behind it until it has loaded.
const side = 480, atATime = 2, kept = 1000;

export class LocalPictures {
  #files = new Map();
  #copies = new Map(); // id -> blob URL, oldest first
  #wanted = new Set();
  #busy = 0;
  #onScreen = new IntersectionObserver(seen => seen.forEach(({ target, isIntersecting }) => this.#want(target, isIntersecting)), { rootMargin: '200px' });

  constructor() {
    const look = root => root.querySelectorAll?.('img[data-upload-id]').forEach(img => this.#onScreen.observe(img));
    new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(node => {
      if (node.matches?.('img[data-upload-id]')) this.#onScreen.observe(node);
      look(node);
    }))).observe(document.body, { childList: true, subtree: true });
    look(document.body);
  }

  remember(id, file) {
    this.#files.set(id, file);
    document.querySelectorAll(`img[data-upload-id="${id}"]`).forEach(img => this.#want(img, true));
  }

  #want(img, isOnScreen) {
    const id = img.dataset.uploadId;
    if (!isOnScreen || !img.isConnected) return this.#wanted.delete(img);
    if (this.#copies.has(id)) return this.#show(img, this.#copies.get(id));
    if (this.#files.has(id)) this.#wanted.add(img);
    this.#work();
  }

  async #work() {
    while (this.#busy < atATime && this.#wanted.size > 0) {
      const [img] = this.#wanted;
      this.#wanted.delete(img);
      this.#busy++;
      copyOf(this.#files.get(img.dataset.uploadId)).then(url => this.#keep(img, url), () => {}).finally(() => { this.#busy--; this.#work(); });
    }
  }

  #keep(img, url) {
    this.#copies.set(img.dataset.uploadId, url);
    if (this.#copies.size > kept) {
      const [oldest, oldUrl] = this.#copies.entries().next().value;
      URL.revokeObjectURL(oldUrl);
      this.#copies.delete(oldest);
    }
    this.#show(img, url);
  }

  #show(img, url) {
    if (!img.hasAttribute('src')) img.src = url;
    else if (!img.complete) img.style.background = `center / contain no-repeat url("${url}")`;
  }
}

async function copyOf(file) {
  const whole = await createImageBitmap(file);
  const scale = Math.min(1, side / Math.max(whole.width, whole.height));
  const canvas = new OffscreenCanvas(Math.max(1, whole.width * scale), Math.max(1, whole.height * scale));
  canvas.getContext('2d').drawImage(whole, 0, 0, canvas.width, canvas.height);
  whole.close();
  return URL.createObjectURL(await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 }));
}
