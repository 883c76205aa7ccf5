// Files that find their places by their names wait here, in the order dropped, while the page shows the plan; at Start it says by number
// where each goes. The next drop, or a page loaded anew, forgets them.
const filesAPlan = 5000; // as UploadPlans.MaxFiles

Blazor.registerCustomEventType('filesdropped', { createEventArgs: event => event.detail });

export class PlannedDrop {
  #drop = 0;
  #files = [];
  #shows;

  constructor({ pictures, onStart }) {
    this.pictures = pictures;
    window.uploadPlan = { send: (drop, sent) => this.#send(drop, sent, onStart) };
  }

  wait(zone, found) {
    this.#files = found.map(({ file }) => file);
    this.#shows = zone.dataset.dropShows;
    this.#drop = Date.now() % 1e9;
    this.#files.forEach((file, n) => this.pictures.remember(`plan-${this.#drop}-${n}`, file));
    const paths = found.length > filesAPlan ? [] : found.map(({ path }) => path.replace(/^\//, ''));
    zone.dispatchEvent(new CustomEvent('filesdropped', { bubbles: true, detail: { drop: this.#drop, count: found.length, paths } }));
  }

  #send(drop, sent, onStart) {
    if (drop !== this.#drop || this.#files.length === 0) return false;
    const files = this.#files;
    this.#files = [];
    onStart(sent.map(({ file, place, position, replaces }) => ({ file: files[file], place, position: position ?? undefined, replaces: replaces ?? undefined })), this.#shows);
    return true;
  }
}
