package io.earshot.matching;

import java.io.Serializable;

/** Where the banks of the configuration come from; what a file is, the job knows. */
public interface BankSource extends Serializable {

  /** No banks; all entries come while the job runs. */
  BankSource NONE =
      new BankSource() {
        private static final long serialVersionUID = 1L;

        @Override
        public String id() {
          return "";
        }

        @Override
        public BankIndex load() {
          return BankIndex.EMPTY;
        }
      };

  /** What tells its content from that of others: two sources of one id load the same. */
  String id();

  /**
   * Loads all entries.
   *
   * @throws BankException when they cannot be
   */
  BankIndex load();
}
