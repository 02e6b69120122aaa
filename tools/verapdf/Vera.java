import java.io.FileInputStream;
import java.io.InputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

/** Holds PDFs against veraPDF: Vera.java 2a|2b FILE…; status 1 when one fails, with the rules that it breaks. */
public class Vera {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(args[0]);
        boolean all = true;
        for (int i = 1; i < args.length; i++) {
            try (InputStream in = new FileInputStream(args[i]);
                    PDFAParser file = Foundries.defaultInstance().createParser(in, flavour)) {
                ValidationResult said = Foundries.defaultInstance().createValidator(flavour, 500, false, false, false).validate(file);
                System.out.println((said.isCompliant() ? "pass" : "FAIL") + " PDF/A-" + args[0] + " " + args[i]);
                if (!said.isCompliant()) {
                    all = false;
                    said.getTestAssertions().stream().limit(5).forEach(a -> System.out.println("     " + a.getRuleId() + " " + a.getMessage()));
                }
            }
        }
        System.exit(all ? 0 : 1);
    }
}
