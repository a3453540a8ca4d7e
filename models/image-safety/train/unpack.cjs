// Unpacks a model of the npm package nsfwjs: node unpack.cjs node_modules/nsfwjs/dist/models/mobilenet_v2_mid OUT
// The package holds its files as UMD modules of text; they become model.json and weights.bin.
const fs = require('fs');
const path = require('path');
const [folder, out] = process.argv.slice(2);
const load = (file) => {
  const module = {exports: {}};
  new Function('module', 'exports', 'require', fs.readFileSync(path.join(folder, file), 'utf8'))(module, module.exports, require);
  return module.exports;
};
const shards = fs.readdirSync(folder).filter((f) => f.startsWith('group1'));
const parts = shards.map((_, i) => {
  const text = load(`group1-shard${i + 1}of${shards.length}.min.js`);
  return Buffer.from(typeof text === 'string' ? text : text.default || Object.values(text)[0], 'base64');
});
fs.mkdirSync(out, {recursive: true});
fs.writeFileSync(path.join(out, 'model.json'), JSON.stringify(load('model.min.js')));
fs.writeFileSync(path.join(out, 'weights.bin'), Buffer.concat(parts));
