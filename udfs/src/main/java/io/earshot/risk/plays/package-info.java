/**
 * Plays that nobody listened to. Listeners are judged by what they play, tracks by who plays them
 * (D07), and both an hour at a time: what an hour says is known when the watermark has passed it,
 * and does not depend on the order in which its records arrived.
 *
 * <p>Nothing here speaks of creators: that a track is played by machines does not say who sent
 * them. So no finding counts towards a creator's risk.
 */
@NullMarked
package io.earshot.risk.plays;

import org.jspecify.annotations.NullMarked;
