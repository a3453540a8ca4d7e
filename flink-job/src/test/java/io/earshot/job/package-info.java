/** What holds of the job as a whole: the rules of the house, its pins and its jar. */
@NullMarked
package io.earshot.job;

import org.jspecify.annotations.NullMarked;
