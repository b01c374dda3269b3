//! Where things lie on a page.

/// A rectangle: left, bottom, right, top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// The least x.
    pub left: f64,
    /// The least y.
    pub bottom: f64,
    /// The greatest x.
    pub right: f64,
    /// The greatest y.
    pub top: f64,
}

/// Rounding of the coordinates in a file.
pub const CLOSE: f64 = 0.05;

impl Area {
    /// The rectangle with these corners, in any order.
    pub fn new([x0, y0, x1, y1]: [f64; 4]) -> Self {
        Self { left: x0.min(x1), bottom: y0.min(y1), right: x0.max(x1), top: y0.max(y1) }
    }

    /// The smallest rectangle around points; none without a point.
    pub fn around(points: &[(f64, f64)]) -> Option<Self> {
        let (&(x, y), rest) = points.split_first()?;
        let mut area = Self { left: x, bottom: y, right: x, top: y };
        for (x, y) in rest {
            area.left = area.left.min(*x);
            area.right = area.right.max(*x);
            area.bottom = area.bottom.min(*y);
            area.top = area.top.max(*y);
        }
        Some(area)
    }

    /// Whether another one lies in it, or nearly.
    pub fn holds(&self, other: &Self) -> bool {
        self.left <= other.left + CLOSE
            && self.bottom <= other.bottom + CLOSE
            && self.right >= other.right - CLOSE
            && self.top >= other.top - CLOSE
    }

    /// Whether they share more than an edge.
    pub fn meets(&self, other: &Self) -> bool {
        self.left < other.right - CLOSE
            && other.left < self.right - CLOSE
            && self.bottom < other.top - CLOSE
            && other.bottom < self.top - CLOSE
    }

    /// From the left to the right.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// From the bottom to the top.
    pub fn height(&self) -> f64 {
        self.top - self.bottom
    }
}

/// An affine map, as PDF writes it: `a b c d e f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Map(pub [f64; 6]);

impl Map {
    /// The one that changes nothing.
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this map, then the other.
    pub fn then(&self, next: &Self) -> Self {
        let [first_x, first_y, second_x, second_y, right, up] = self.0;
        let (first, second) = (next.turn((first_x, first_y)), next.turn((second_x, second_y)));
        let moved = next.apply((right, up));
        Self([first.0, first.1, second.0, second.1, moved.0, moved.1])
    }

    /// Where a point goes.
    pub fn apply(&self, point: (f64, f64)) -> (f64, f64) {
        let (across, along) = self.turn(point);
        (across + self.0[4], along + self.0[5])
    }

    /// Where a distance goes: nothing is moved.
    fn turn(&self, (across, along): (f64, f64)) -> (f64, f64) {
        let map = &self.0;
        (map[0] * across + map[2] * along, map[1] * across + map[3] * along)
    }

    /// How long the two units become.
    pub fn scales(&self) -> (f64, f64) {
        let map = &self.0;
        (map[0].hypot(map[1]), map[2].hypot(map[3]))
    }
}
