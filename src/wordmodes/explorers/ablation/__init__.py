"""The ablation explorer."""
