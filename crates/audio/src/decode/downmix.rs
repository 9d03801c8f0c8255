//! Downmix: any channel layout to one channel, weighted so that a voice stays in front.

use symphonia::core::audio::{AudioSpec, ChannelLabel, Channels, Position};

/// Weight of each plane of a buffer in canonical order; they sum to 1, so the mix never clips what did not clip before.
///
/// The proportions are those of ITU-R BS.775-3 annex 4 for 3/2 → 1/0: centre 1, left and right 0.7071, surround 0.5.
/// The low-frequency channel carries no speech and is left out.
pub(super) fn weights(spec: &AudioSpec) -> Vec<f32> {
    let raw: Vec<f32> = match spec.channels() {
        Channels::Positioned(positions) => positions.iter().map(position_weight).collect(),
        Channels::Custom(labels) => labels.iter().map(label_weight).collect(),
        // Ambisonic order: the first component is the omnidirectional one, which is the mono mix by definition.
        Channels::Ambisonic(_) => {
            (0..spec.channels().count()).map(|n| if n == 0 { 1.0 } else { 0.0 }).collect()
        }
        _ => vec![1.0; spec.channels().count()],
    };
    let sum: f32 = raw.iter().sum();
    if sum > 0.0 {
        raw.iter().map(|weight| weight / sum).collect()
    } else {
        vec![1.0 / raw.len().max(1) as f32; raw.len()]
    }
}

fn label_weight(label: &ChannelLabel) -> f32 {
    match label {
        ChannelLabel::Positioned(position) => position_weight(*position),
        _ => 1.0,
    }
}

fn position_weight(position: Position) -> f32 {
    let low = Position::LFE1 | Position::LFE2;
    let front = Position::FRONT_LEFT
        | Position::FRONT_RIGHT
        | Position::FRONT_LEFT_CENTER
        | Position::FRONT_RIGHT_CENTER;
    if low.contains(position) {
        0.0
    } else if position == Position::FRONT_CENTER {
        1.0
    } else if front.contains(position) {
        std::f32::consts::FRAC_1_SQRT_2
    } else {
        0.5
    }
}

/// Appends the weighted sum of `planes` to `mono`. Samples that are not numbers become silence.
pub(super) fn mix_into(planes: &[Vec<f32>], weights: &[f32], mono: &mut Vec<f32>) {
    let frames = planes.first().map_or(0, Vec::len);
    let start = mono.len();
    mono.resize(start + frames, 0.0);
    for (plane, weight) in planes.iter().zip(weights) {
        for (sum, sample) in mono[start..].iter_mut().zip(plane) {
            if sample.is_finite() {
                *sum += sample * weight;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use symphonia::core::audio::layouts::{CHANNEL_LAYOUT_5P1, CHANNEL_LAYOUT_MONO, CHANNEL_LAYOUT_STEREO};

    use super::*;

    #[test]
    fn weights_of_every_layout_sum_to_one() {
        let layouts = [
            CHANNEL_LAYOUT_MONO,
            CHANNEL_LAYOUT_STEREO,
            CHANNEL_LAYOUT_5P1,
            Channels::Discrete(7),
            Channels::Ambisonic(1),
            Channels::Positioned(Position::LFE1),
        ];
        for layout in layouts {
            let weights = weights(&AudioSpec::new(48_000, layout.clone()));
            assert_eq!(weights.len(), layout.count());
            assert!((weights.iter().sum::<f32>() - 1.0).abs() < 1e-6, "{layout:?}: {weights:?}");
        }
    }

    #[test]
    fn the_centre_leads_and_the_low_frequency_channel_is_left_out() {
        let weights = weights(&AudioSpec::new(48_000, CHANNEL_LAYOUT_5P1));
        let [left, right, centre, low, rear_left, rear_right] = weights[..] else { panic!("{weights:?}") };
        assert_eq!((left, rear_left, low), (right, rear_right, 0.0));
        assert!(centre > left && left > rear_left);
    }

    #[test]
    fn what_is_not_a_number_is_silence() {
        let mut mono = vec![];
        mix_into(&[vec![f32::NAN, 0.5], vec![1.0, 0.5]], &[0.5, 0.5], &mut mono);
        assert_eq!(mono, [0.5, 0.5]);
    }
}
