// Probabilities of the source, nsfwjs on TensorFlow.js, for the pictures of PixelDump: node parity.cjs UNPACKED OUT > source.json
// The steps are those of nsfwjs' own classify: divide by 255, resize with aligned corners, predict.
const fs = require('fs');
const path = require('path');
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const {loadGraphModel} = require('@tensorflow/tfjs-converter');
const [folder, dump, most] = process.argv.slice(2);
(async () => {
  await tf.setBackend('cpu');
  const json = JSON.parse(fs.readFileSync(path.join(folder, 'model.json')));
  const weights = fs.readFileSync(path.join(folder, 'weights.bin'));
  const model = await loadGraphModel({load: async () => ({
    modelTopology: json.modelTopology, format: json.format, weightSpecs: json.weightsManifest.flatMap((g) => g.weights),
    weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length)})});
  const result = {};
  const files = fs.readdirSync(dump).filter((f) => f.endsWith('.rgb')).sort((a, b) => parseInt(a) - parseInt(b)).slice(0, Number(most || 1e9));
  for (const file of files) {
    const raw = fs.readFileSync(path.join(dump, file));
    const [w, h] = [raw.readInt32BE(0), raw.readInt32BE(4)];
    const out = tf.tidy(() => {
      const pixels = tf.tensor3d(new Int32Array(raw.subarray(8)), [h, w, 3], 'int32');
      const resized = tf.image.resizeBilinear(tf.div(tf.cast(pixels, 'float32'), 255), [224, 224], true);
      return model.predict(tf.reshape(resized, [1, 224, 224, 3])).dataSync();
    });
    result[file.replace('.rgb', '')] = Array.from(out);
  }
  console.log(JSON.stringify(result));
})();
