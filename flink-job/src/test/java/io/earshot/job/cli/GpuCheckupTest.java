package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtProvider;
import io.earshot.model.Device;
import io.earshot.model.SessionConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GpuCheckupTest {

  private static final Set<OrtProvider> CPU_BUILD = Set.of(OrtProvider.CPU);
  private static final Set<OrtProvider> GPU_BUILD =
      Set.of(OrtProvider.CPU, OrtProvider.CUDA, OrtProvider.TENSOR_RT);

  private static Finding look(Device device, int index, Set<OrtProvider> offered, int seen) {
    return new GpuCheckup(SessionConfig.of(device, 1).onGpu(index), offered, seen).finding();
  }

  @ParameterizedTest
  @EnumSource(names = {"CUDA", "TENSORRT"})
  void gpuThatIsAskedFor_butCannotBeUsed_failsWithTheWayOut(Device device) {
    assertThat(look(device, 0, CPU_BUILD, 1))
        .satisfies(
            finding -> {
              assertThat(finding.result()).isEqualTo(Finding.Result.FAIL);
              assertThat(finding.words())
                  .contains("scoring.device is " + device.key(), "-Pgpu", "set scoring.device to");
            });
    assertThat(look(device, 0, GPU_BUILD, 0))
        .satisfies(
            finding -> {
              assertThat(finding.result()).isEqualTo(Finding.Result.FAIL);
              assertThat(finding.words()).contains("no NVIDIA GPU", "nvidia.com/gpu");
            });
  }

  @Test
  void auto_saysWhatKeepsItFromAGpu_andThatTheProcessorScores() {
    assertThat(look(Device.AUTO, 0, CPU_BUILD, 1))
        .satisfies(
            finding -> {
              assertThat(finding.result()).isEqualTo(Finding.Result.NOTE);
              assertThat(finding.words()).contains("-Pgpu", "the processor scores");
            });
  }

  @Test
  void tensorRt_needsABuildThatHasIt() {
    assertThat(look(Device.TENSORRT, 0, Set.of(OrtProvider.CPU, OrtProvider.CUDA), 1).result())
        .isEqualTo(Finding.Result.FAIL);
  }

  @Test
  void indexOfAGpuThatIsNotThere_isNamedWithHowManyAre() {
    assertThat(look(Device.CUDA, 2, GPU_BUILD, 2))
        .satisfies(
            finding -> {
              assertThat(finding.result()).isEqualTo(Finding.Result.FAIL);
              assertThat(finding.words()).contains("scoring.gpu-index is 2", "2 GPUs are here");
            });
  }

  @Test
  void gpuThatIsThere_isWell_andOneThatIsLeftUnusedIsANote() {
    assertThat(look(Device.CUDA, 1, GPU_BUILD, 2).result()).isEqualTo(Finding.Result.OK);
    assertThat(look(Device.CPU, 0, GPU_BUILD, 1).result()).isEqualTo(Finding.Result.NOTE);
    assertThat(look(Device.CPU, 0, CPU_BUILD, 0).result()).isEqualTo(Finding.Result.OK);
  }

  @Test
  void gpusAreCounted_andNotWhatTheDriverHasBesideThem(@TempDir Path devices) throws Exception {
    for (String name : new String[] {"nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "null"}) {
      Files.createFile(devices.resolve(name));
    }

    assertThat(GpuCheckup.seen(devices)).isEqualTo(2);
  }
}
