/** Model packages: where they are found, and how those that lie elsewhere are fetched. */
@NullMarked
package io.earshot.job.packages;

import org.jspecify.annotations.NullMarked;
