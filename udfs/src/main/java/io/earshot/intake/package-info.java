/**
 * First stage: read what the platform published, refuse what cannot be judged, and split the rest
 * into one work item a modality.
 */
@NullMarked
package io.earshot.intake;

import org.jspecify.annotations.NullMarked;
