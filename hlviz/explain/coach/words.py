"""What is said of each illness: its title, the sentence with its numbers, and why: in one line, as to a child, in depth."""

from hlviz.explain.coach.advice import Words

WORDS: dict[str, Words] = {
    "diverged": Words(
        "It ran away",
        "Training stopped at step {step}: the numbers of {layer} overflowed at a learning rate of {rate}.",
        "Each step overshot and landed higher than it began, so the next one was longer still.",
        "You walk down into a valley with giant steps. You land on the other side, higher than before, and the next "
        "step is even bigger. Soon you fly out of the valley. Smaller steps bring you down.",
        "Gradient descent is stable only while the learning rate is below 2 divided by the greatest curvature of the "
        "loss. Above it the distance from the minimum grows by a constant factor each step, until float32 has no "
        "number for it. Inputs far from 0 make the curvature large (it grows with their square), so standardising "
        "helps as a lower rate does.",
    ),
    "rate_high": Words(
        "The learning rate is too high",
        "A step moved the weights by {leap} at learning rate {rate}, and the loss does not "
        "come down: {first} at first, {now} after {epochs} epochs.",
        "Steps this long jump over the valley in place of walking down into it; 0.1 % of a weight a step is usual.",
        "The marble should roll into the hollow. You push it so hard that it flies over the hollow again and again, "
        "or right out onto the flat ground, where it stays.",
        "A healthy step moves the weights by about 10⁻³ of their length. Steps of tens of per cent throw "
        "pre-activations onto the flat parts of tanh or below 0 of ReLU, where the slope and so the gradient is 0: "
        "lowering the rate afterwards alone does not always bring them back. Where the weights have been thrown that "
        "far, new ones are part of the fix.",
    ),
    "rate_low": Words(
        "The learning rate is too low",
        "The loss comes down without a halt but hardly moves: {first} at first, {now} after {epochs} epochs; no step "
        "moves a layer's weights by more than {update}.",
        "It goes the right way, in steps so small that it will take very long to arrive.",
        "You know the way to the valley, and you walk it like a snail. Take bigger steps, and you are there for "
        "dinner.",
        "The loss falls in nearly every stretch (so the steps are not too long), much of the fall comes late (so it "
        "has not arrived), and ‖Δw‖ / ‖w‖ of a step is far below the usual 10⁻³. Raise the rate by tens until the "
        "loss begins to jump, then go back by one.",
    ),
    "dead": Words(
        "Dead neurons",
        "{dead} of {all} neurons of {layer} have no slope for any of the samples looked at, so they learn nothing from them.",
        "A ReLU whose sum is below 0 for every sample says 0 to all of them, and no gradient passes through it.",
        "Some of the little squares have fallen so fast asleep that nobody can wake them: whatever you show them, "
        "they say nothing, and who says nothing is never told what to do better.",
        "∂L/∂w of a neuron is the sum over the samples of δ·a, with δ multiplied by f′(z). ReLU's f′ is 0 for z < 0. "
        "A long step or a large negative bias puts z below 0 for every sample, and then nothing can move the weights "
        "again. Leaky ReLU keeps a slope of 0.01 there, so that the same weights come back to life.",
    ),
    "saturated": Words(
        "Saturated neurons",
        "{share} of what {layer} says lies on the flat ends of its function, where hardly any gradient passes.",
        "There a neuron shouts yes or no at everything, and shouting a little louder or softer changes nothing.",
        "The squares are so sure of themselves that they only shout YES or NO. When you tell them to change their "
        "mind a little, you cannot hear any difference.",
        "tanh and the sigmoid have less than 5 % of their steepest slope left there. δ is multiplied by that slope "
        "in each layer on the way back. It comes from sums that are too large: inputs that are not standardised, "
        "first weights that are too large, or a learning rate that threw the weights out. After successful training "
        "saturation is no fault; then nothing is said.",
    ),
    "vanishing": Words(
        "The gradient vanishes",
        "The gradient of {layer} is {times} times smaller than the output's: behind {layers} layers it hardly hears "
        "of the mistakes.",
        "On its way back the gradient is multiplied by the slope of each layer, and gets smaller each time.",
        "The last square whispers to the one before it what was wrong, and that one whispers on. By the time it "
        "reaches the first square, nobody can hear a thing.",
        "δ of a layer is (δ behind it · Wᵀ) ⊙ f′(z). The sigmoid's slope is a quarter at most, so through n such "
        "layers at most 4⁻ⁿ is left. Functions with slope 1 (tanh at 0, ReLU) and first weights drawn for the width "
        "of the layers keep its size.",
    ),
    "exploding": Words(
        "The gradient explodes",
        "The gradient of {layer} is {times} times the output's: what is a small mistake behind is an earthquake in "
        "front.",
        "On its way back the gradient is multiplied by weights so large that it grows each time.",
        "The last square says quietly what was wrong. The one before it says it louder, and the next one shouts. The "
        "first square hears such a roar that it jumps anywhere.",
        "δ is multiplied by Wᵀ in each layer on the way back: with weights larger than those that keep the variance "
        "it grows by a constant factor each time. First weights drawn for the width of the layers (Glorot, He) and a "
        "lower learning rate keep its size.",
    ),
    "identical": Words(
        "All neurons alike",
        "{alike} of {all} neurons of {layer} have the same weights: their first weights were all the same number.",
        "Neurons that begin alike are told the same, and so stay alike for ever: the layer is one neuron, many times.",
        "If all children in a class copy from each other, you get thirty times the same answer. They must begin with "
        "different ideas.",
        "Equal incoming and outgoing weights give equal activations and equal gradients: the symmetry is never "
        "broken by gradient descent. Random first weights break it. That is the reason why they are random.",
    ),
    "overfitting": Words(
        "It learns by heart",
        "The test loss was best at epoch {epoch}, {best}, and is {now} now, while the training loss went on from "
        "{then} to {train}.",
        "It remembers the samples, noise and all, in place of what they have in common.",
        "Somebody learns the answers of the old exam by heart. In the old exam all is right. In the new one, hardly "
        "anything.",
        "With many weights and few or noisy samples the training loss can be brought down by fitting what is "
        "particular to these samples. The samples kept for the test show it. More samples, fewer neurons, L2, "
        "dropout, or stopping at the best epoch help; “Show me” goes there.",
    ),
    "underfitting": Words(
        "It has stopped short",
        "The loss has stood at {loss} for {epochs} epochs: it gets {good} on the samples it learns from, where their "
        "nearest neighbours alone tell {neighbours}.",
        "The network is too small, or stuck, for what there is to learn.",
        "You want to draw a circle and have only one ruler. However long you try, there are corners that stay wrong. "
        "Get more rulers.",
        "The five nearest other samples say how much can be told from these inputs at all; the network is well below "
        "it and its loss does not move. A layer of n neurons of tanh can make about n bends. Give the narrowest "
        "layer more, or try new weights: it may lie in a local minimum.",
    ),
    "straight": Words(
        "Nothing here bends",
        "A straight line gets {line} here, the nearest neighbours tell {neighbours}: without a {layers} the network "
        "cannot do better than the line.",
        "Without a hidden layer a network weighs its inputs and adds them up: that is one straight cut.",
        "With one straight cut of the scissors you cannot cut a hole out of the paper. A hidden layer gives you many "
        "scissors, and someone who puts the pieces together.",
        "The output is f(w·x + b): all points with the same answer lie on a line (a plane, with more inputs). The "
        "line that was fitted is a softmax regression, or least squares for numbers, on the training samples as this "
        "network sees them. Layers that are linear do not help: a product of matrices is a matrix. Features such as "
        "X₁² may do instead.",
    ),
    "unused": Words(
        "Neurons of no use",
        "{unused} of {all} neurons of {layer} make less than 0.5 % of what the next layer hears of it.",
        "The network has learned not to listen to them: it would say the same without.",
        "In this team there are some whom nobody asks. Send them home, and nothing changes.",
        "A neuron's share is the standard deviation of its activation times the length of its outgoing weights, "
        "among all of its layer. L1 brings it to 0 by itself; a layer wider than what there is to learn leaves some "
        "over too.",
    ),
    "few_samples": Words(
        "Too few samples",
        "{samples} samples to learn from, and {parameters} weights and biases to adjust: it gets {train} on these "
        "samples, {test} on the others.",
        "With more to adjust than to learn from, there are many ways to be right here and wrong elsewhere.",
        "You have met three dogs, all of them brown. So you believe that all dogs are brown. Meet some more!",
        "Each sample pins down about one number. Where the weights are many times as many, the samples leave open "
        "most of what the network says between them, and the gap from training to test samples shows it.",
    ),
    "imbalance": Words(
        "One class is rare",
        "{few} samples of {rare} against {many} of {often}: who always says {often} is right {share} of the time.",
        "The loss is an average, so a rare class hardly counts: the network may do well by forgetting it.",
        "In a bag there are ninety-five red balls and five green ones. Who always shouts RED is nearly always right, "
        "and has learned nothing.",
        "Accuracy and loss are means over the samples. Look at the confusion matrix, row by row, in place of the "
        "accuracy. Collect more of the rare class; repeating its samples would put the same ones among the training "
        "and the test samples.",
    ),
    "unscaled": Words(
        "Inputs of very different sizes",
        "The inputs reach {reach}; {widest} spreads {scales} times as far as {narrowest}, and a mean lies {offset} "
        "deviations from 0.",
        "An input of large numbers drowns the others, and makes every step too long in its own direction.",
        "One child whispers, another one roars through a megaphone. You only hear the megaphone. Standardising gives "
        "everyone the same voice.",
        "The curvature of the loss along a weight grows with the square of its input, so no single learning rate "
        "suits them all, and large inputs push sums onto the flat parts of the function. Standardising shifts and "
        "scales each input to mean 0 and deviation 1, as measured on the training samples.",
    ),
}
