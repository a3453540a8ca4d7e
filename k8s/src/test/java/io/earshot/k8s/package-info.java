/**
 * Holds what is deployed to what reads it: the manifests to the operator's resource definition and
 * to Flink's and the job's own options, the topics to the contract, the image to the manifests.
 */
@NullMarked
package io.earshot.k8s;

import org.jspecify.annotations.NullMarked;
