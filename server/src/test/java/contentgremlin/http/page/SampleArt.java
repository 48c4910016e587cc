package contentgremlin.http.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/// Paints pictures to put on pages: hills under a sun, a little different for each seed.
final class SampleArt {
  private SampleArt() {}

  static void paint(Path file, int width, int height, long seed) throws IOException {
    var random = new Random(seed * 0x9E3779B97F4A7C15L);
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    float hue = random.nextFloat();
    graphics.setPaint(
        new GradientPaint(
            0,
            0,
            Color.getHSBColor(hue, 0.5f, 0.75f),
            0,
            height,
            Color.getHSBColor(hue + 0.12f, 0.3f, 0.98f)));
    graphics.fillRect(0, 0, width, height);
    double sun = Math.min(width, height) * (0.12 + 0.1 * random.nextDouble());
    graphics.setPaint(Color.getHSBColor(hue + 0.15f, 0.25f, 1f));
    graphics.fill(
        new Ellipse2D.Double(
            width * (0.2 + 0.5 * random.nextDouble()), height * 0.25, 2 * sun, 2 * sun));
    for (int range = 0; range < 4; range++) {
      graphics.setPaint(
          Color.getHSBColor(hue + 0.04f * range, 0.45f + 0.1f * range, 0.7f - 0.15f * range));
      graphics.fill(hills(width, height, 0.45 + 0.13 * range, random));
    }
    graphics.setStroke(new BasicStroke(2));
    graphics.dispose();
    ImageIO.write(picture, "jpg", file.toFile());
  }

  private static Path2D hills(int width, int height, double top, Random random) {
    var hills = new Path2D.Double();
    hills.moveTo(0, height);
    double phase = random.nextDouble() * 6;
    double length = 1.5 + 2 * random.nextDouble();
    for (int x = 0; x <= width; x += 4) {
      double along = (double) x / width;
      double y =
          top
              + 0.06 * Math.sin(phase + along * length * 6.28)
              + 0.025 * Math.sin(2.7 * phase + along * length * 19);
      hills.lineTo(x, y * height);
    }
    hills.lineTo(width, height);
    hills.closePath();
    return hills;
  }
}
