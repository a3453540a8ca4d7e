"""Our labels, and which of the teacher's AudioSet classes stand for each: a label's score is the highest of its classes'."""

LABELS = ["speech", "singing", "music", "noise", "silence", "gunshot", "explosion", "scream", "crying", "siren"]

CLASSES = {
    "speech": ["Speech", "Child speech, kid speaking", "Conversation", "Narration, monologue", "Speech synthesizer",
               "Whispering", "Babbling"],
    "singing": ["Singing", "Choir", "Yodeling", "Chant", "Mantra", "Child singing", "Synthetic singing", "Rapping",
                "Humming", "Vocal music", "A capella"],
    "music": ["Music"],
    "noise": ["Noise", "White noise", "Pink noise", "Static", "Environmental noise", "Hum", "Mains hum", "Hiss",
              "Wind", "Wind noise (microphone)", "Rain", "Rain on surface", "Raindrop", "Waterfall", "Ocean",
              "Waves, surf", "Steam", "Crackle", "Buzz", "Throbbing", "Rumble"],
    "silence": ["Silence"],
    "gunshot": ["Gunshot, gunfire", "Machine gun", "Fusillade", "Artillery fire", "Cap gun"],
    "explosion": ["Explosion", "Boom", "Eruption", "Burst, pop", "Fireworks"],
    "scream": ["Screaming", "Shout", "Yell", "Children shouting", "Bellow", "Whoop"],
    "crying": ["Crying, sobbing", "Baby cry, infant cry", "Whimper", "Wail, moan"],
    "siren": ["Siren", "Police car (siren)", "Ambulance (siren)", "Fire engine, fire truck (siren)",
              "Civil defense siren", "Emergency vehicle"],
}
