@NullMarked
package io.earshot.risk.network;

import org.jspecify.annotations.NullMarked;
