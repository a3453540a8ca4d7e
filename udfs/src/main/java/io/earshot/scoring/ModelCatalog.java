package io.earshot.scoring;

import io.earshot.model.ModelPackage;
import java.io.Serializable;

/**
 * Where the packages of versions are that the configuration does not name. The stages know this
 * interface only; what directories and file systems are, the job knows.
 */
public interface ModelCatalog extends Serializable {

  /**
   * The package of a version, its files checked against its manifest. May block, so never call it
   * on a task's thread while items flow.
   *
   * @param id of the model
   * @param version of it
   * @param location URI of its folder; empty for the model directory
   * @throws io.earshot.model.ModelPackageException when there is none, or it cannot be used
   */
  ModelPackage find(String id, String version, String location);
}
