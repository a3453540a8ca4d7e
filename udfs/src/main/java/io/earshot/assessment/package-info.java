/**
 * Fourth stage: bring the modalities of one content version together into one assessment, in the
 * terms of the policy families.
 */
@NullMarked
package io.earshot.assessment;

import org.jspecify.annotations.NullMarked;
