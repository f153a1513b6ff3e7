"""From features to the latent space: preparation, autoencoder, scoring."""
