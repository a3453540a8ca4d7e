/** Tests of the contract: its history, its compatibility, and the records of every topic. */
@NullMarked
package io.earshot.schemas;

import org.jspecify.annotations.NullMarked;
