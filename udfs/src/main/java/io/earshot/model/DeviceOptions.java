package io.earshot.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.earshot.model.ModelManifest.DeviceSettings;
import java.util.Map;

/** The only place where devices differ: the options a session is opened with. */
final class DeviceOptions {

  private DeviceOptions() {}

  /**
   * Options for a device other than {@link Device#AUTO}; the caller closes them.
   *
   * @param model the model's own, which come last and so win
   * @throws OrtException when this build or machine cannot offer the device
   */
  @SuppressWarnings("MustBeClosedChecker")
  static SessionOptions of(SessionConfig config, DeviceSettings model) throws OrtException {
    SessionOptions options = new SessionOptions();
    try {
      // Spinning would keep a core busy between batches that the task threads need.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // Failures come as exceptions and are logged by whoever handles them.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setInterOpNumThreads(1);
      options.setDeterministicCompute(true);
      switch (config.device()) {
        case CPU -> {
          options.setIntraOpNumThreads(config.threads());
          for (Map.Entry<String, String> own : model.cpu().entrySet()) {
            options.addConfigEntry(own.getKey(), own.getValue());
          }
        }
        case CUDA -> {
          options.setIntraOpNumThreads(1);
          addCuda(options, config, model.cuda());
        }
        case TENSORRT -> {
          options.setIntraOpNumThreads(1);
          addTensorRt(options, config, model.tensorrt());
          addCuda(options, config, model.cuda());
        }
        case AUTO -> throw new IllegalArgumentException("auto is resolved before a session opens");
      }
      return options;
    } catch (OrtException | RuntimeException e) {
      options.close();
      throw e;
    }
  }

  private static void addCuda(SessionOptions options, SessionConfig config, Map<String, String> own)
      throws OrtException {
    requireProvider(OrtProvider.CUDA);
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(config.gpu())) {
      cuda.add("arena_extend_strategy", "kSameAsRequested");
      // The exhaustive search stalls for up to a second on each new shape.
      cuda.add("cudnn_conv_algo_search", "HEURISTIC");
      cuda.add("do_copy_in_default_stream", "1");
      // TensorFloat-32 drops mantissa bits, which would move scores in the third decimal between
      // GPU and processor.
      cuda.add("use_tf32", "0");
      for (Map.Entry<String, String> option : own.entrySet()) {
        cuda.add(option.getKey(), option.getValue());
      }
      options.addCUDA(cuda);
    }
  }

  private static void addTensorRt(
      SessionOptions options, SessionConfig config, Map<String, String> own) throws OrtException {
    requireProvider(OrtProvider.TENSOR_RT);
    try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(config.gpu())) {
      if (!config.engineCache().isEmpty()) {
        tensorRt.add("trt_engine_cache_enable", "1");
        tensorRt.add("trt_engine_cache_path", config.engineCache());
      }
      for (Map.Entry<String, String> option : own.entrySet()) {
        tensorRt.add(option.getKey(), option.getValue());
      }
      options.addTensorrt(tensorRt);
    }
  }

  private static void requireProvider(OrtProvider provider) throws OrtException {
    var available = OrtEnvironment.getAvailableProviders();
    if (!available.contains(provider)) {
      throw new OrtException(
          "this build of ONNX Runtime has no "
              + provider.getName()
              + ", only "
              + available.stream().map(OrtProvider::getName).sorted().toList()
              + "; use the GPU build of Earshot");
    }
  }
}
