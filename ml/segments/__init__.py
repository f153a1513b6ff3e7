"""From the latent space to segments: clustering, naming, the champion model."""
