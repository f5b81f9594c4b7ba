"""What a patient's answers mean for the treatment, by what every source says: plain Python over the precautions."""
