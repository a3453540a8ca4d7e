@NullMarked
package io.earshot.schemas.consumer;

import org.jspecify.annotations.NullMarked;
