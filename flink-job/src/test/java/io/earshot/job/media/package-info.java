/** Tests of fetching. */
@NullMarked
package io.earshot.job.media;

import org.jspecify.annotations.NullMarked;
