// Makes calls of Cloudinary's own SDK, one after the other, and says on its last line, in JSON, what each answered. Arguments: one JSON object.
// The account comes by CLOUDINARY_URL, as always; the SDK reads it once, when it is loaded.
import { createRequire } from 'node:module';

const { modules, calls } = JSON.parse(process.argv[2]);
const cloudinary = createRequire(modules + '/')('cloudinary').v2;

const call = async ([name, ...args]) => {
  const path = name.split('.');
  const on = path.slice(0, -1).reduce((o, part) => o[part], cloudinary);
  const verb = path.at(-1);
  try {
    // upload_large answers by its callback only; the stream that it returns is no promise.
    return verb === 'upload_large'
      ? await new Promise((done, fail) => on[verb](...args, (error, result) => error ? fail(error) : done(result)))
      : await on[verb](...args);
  } catch (e) {
    return { failed: (e.error ?? e).message, status: (e.error ?? e).http_code };
  }
};

const answers = [];
for (const each of calls) answers.push(await call(each) ?? null);
console.log(JSON.stringify(answers));
