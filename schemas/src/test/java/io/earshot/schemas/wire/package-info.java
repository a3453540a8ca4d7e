/** Tests of the encodings, with bytes that anybody may have written. */
@NullMarked
package io.earshot.schemas.wire;

import org.jspecify.annotations.NullMarked;
