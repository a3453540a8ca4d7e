package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class BankCommandTest {

  private static final String DIGEST = "ab".repeat(32);
  private static final String PDQ = "0f".repeat(32);

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void import_takes_signals_of_threat_exchange_and_leaves_out_what_is_not_matched()
      throws IOException {
    Path json =
        write(
            "signals.json",
            """
            {"data": [
              {"id": "1", "type": "HASH_PDQ", "indicator": "%s", "status": "MALICIOUS",
               "expired_on": "2027-01-01T00:00:00+0000"},
              {"id": "2", "type": "HASH_SHA256", "indicator": "%s", "status": "NON_MALICIOUS"},
              {"id": "3", "type": "HASH_MD5", "indicator": "d41d8cd98f00b204e9800998ecf8427e"}]}
            """
                .formatted(PDQ, DIGEST));
    Path banks = folder.resolve("banks.csv");

    assertThat(
            run(
                "import",
                json.toString(),
                "--out",
                banks.toString(),
                "--bank",
                "gifct",
                "--policy",
                "TVE.TERROR",
                "--source",
                "ThreatExchange",
                "--severity",
                "0"))
        .isZero();

    assertThat(out.toString()).contains("2 entries read, 2 of them new").contains("hash_md5=1");
    assertThat(Files.readAllLines(banks))
        .containsExactly(
            "bank,entryId,kind,fingerprint,policyId,severity,source,from,until,maxDistance",
            "gifct,1,pdq," + PDQ + ",TVE.TERROR,0,ThreatExchange,,2027-01-01T00:00:00Z,",
            "gifct,2,sha256," + DIGEST + ",,0,ThreatExchange,,,");
  }

  @Test
  void import_adds_hashes_of_ncmec_and_csv_to_what_is_there() throws IOException {
    Path json =
        write(
            "hashes.json",
            "{\"hashes\": [{\"id\": \"a\", \"type\": \"pdq\", \"value\": \"" + PDQ + "\"}]}");
    Path csv =
        write(
            "more.csv",
            "fingerprint,kind,bank,entryId,source\n"
                + DIGEST
                + ",sha256,ours,x,\"Us, \"\"too\"\"\"\n");
    Path banks = folder.resolve("banks.csv");

    assertThat(
            run(
                "import",
                json.toString(),
                "--out",
                banks.toString(),
                "--bank",
                "ncmec",
                "--policy",
                "CSE.CSAM"))
        .isZero();
    assertThat(run("import", csv.toString(), "--safe", "--out", banks.toString())).isZero();
    assertThat(run("list", banks.toString())).isZero();

    assertThat(Files.readAllLines(banks))
        .hasSize(3)
        .last()
        .asString()
        .contains("\"Us, \"\"too\"\"\"");
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("ncmec +pdq +CSE.CSAM +1 +0"))
        .anyMatch(line -> line.matches("ours +sha256 +safe +Us, \"too\" +1 +0"));
  }

  @Test
  void what_names_no_policy_is_safe_only_where_that_is_said() throws IOException {
    Path json =
        write(
            "hashes.json",
            "{\"hashes\": [{\"id\": \"a\", \"type\": \"pdq\", \"value\": \"" + PDQ + "\"}]}");
    Path csv = write("more.csv", "bank,entryId,kind,fingerprint\nb,e,pdq," + PDQ + "\n");
    Path banks = folder.resolve("banks.csv");

    assertThat(run("import", json.toString(), "--bank", "ncmec", "--out", banks.toString()))
        .isEqualTo(2);
    assertThat(run("import", csv.toString(), "--out", banks.toString()))
        .isEqualTo(EarshotCli.FAILED);

    assertThat(err.toString())
        .contains("--policy is missing")
        .contains("entry b/e has no policyId, so it would count as known to be safe");
    assertThat(banks).doesNotExist();
  }

  @Test
  void import_of_a_faulty_entry_says_where_and_writes_nothing() throws IOException {
    Path csv = write("bad.csv", "bank,entryId,kind,fingerprint\nb,e,pdq,12\n");
    Path policy =
        write(
            "policy.csv", "bank,entryId,kind,fingerprint,policyId\nb,e,pdq," + PDQ + ",NO.SUCH\n");
    Path banks = folder.resolve("banks.csv");

    assertThat(run("import", csv.toString(), "--out", banks.toString()))
        .isEqualTo(EarshotCli.FAILED);
    assertThat(run("import", policy.toString(), "--out", banks.toString()))
        .isEqualTo(EarshotCli.FAILED);

    assertThat(err.toString())
        .contains("bad.csv line 2")
        .contains("64 hexadecimal digits")
        .contains("NO.SUCH");
    assertThat(banks).doesNotExist();
  }

  @Test
  void diff_tells_what_was_added_removed_and_changed() throws IOException {
    String head = "bank,entryId,kind,fingerprint,policyId\n";
    Path before = write("1.csv", head + "b,a,pdq," + PDQ + ",\nb,c,pdq," + PDQ + ",TVE.TERROR\n");
    Path after = write("2.csv", head + "b,c,pdq," + PDQ + ",CSE.CSAM\nb,d,pdq," + PDQ + ",\n");

    assertThat(run("diff", before.toString(), after.toString())).isEqualTo(EarshotCli.FAILED);
    assertThat(run("diff", before.toString(), before.toString())).isZero();

    assertThat(out.toString().lines())
        .contains(
            "- b/a",
            "! b/c policyId TVE.TERROR -> CSE.CSAM",
            "+ b/d",
            "3 of 3 entries differ",
            "0 of 2 entries differ");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private int run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "bank";
    System.arraycopy(args, 0, all, 1, args.length);
    CommandLine command = EarshotCli.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(all);
  }
}
