/**
 * Third stage: known media. Fingerprints of pictures, sounds and texts, how two of them compare,
 * and the banks in which they are looked up.
 */
@NullMarked
package io.earshot.matching;

import org.jspecify.annotations.NullMarked;
