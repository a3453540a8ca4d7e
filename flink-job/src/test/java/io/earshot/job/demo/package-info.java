@NullMarked
package io.earshot.job.demo;

import org.jspecify.annotations.NullMarked;
