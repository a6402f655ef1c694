extension Phrases {
    static let english = Phrases(
        openings: [
            "general": [
                "Hello, I have a question about my account and could not find the answer anywhere.",
                "Good day, who can tell me how this works now that the page has changed?",
            ],
            "inquiry": [
                "How do I put the {item} in two categories at once?",
                "What does it cost to keep an advert for the {item} up for another month?",
                "Is it possible to change the phone number on an advert that is online already?",
                "How long does an advert stay online, and can I make it longer?",
            ],
            "complaint": [
                "This is the third time I write about advert {ref} and nobody has called me back. I am disappointed.",
                "I waited the whole morning for an answer. Please let me speak to a manager about {ref}.",
            ],
            "ad_approval": [
                "My advert {ref} for the {item} has been waiting for approval since yesterday. When will it go up?",
                "The {item} is not published yet, it still says pending. Is something missing?",
                "Why was the advert for my {item} sent back? I followed all the steps.",
            ],
            "listing_problem": [
                "The photos of my {item} are gone from advert {ref}, only the first one is left.",
                "I cannot edit the price of advert {ref}, the button does nothing.",
                "Advert {ref} stands in the wrong category, it should be with the others in {place}.",
            ],
            "visibility": [
                "I paid to have the {item} promoted but I cannot find it in the search results for {place}.",
                "Advert {ref} has had no views for five days. Before that it had fifty a day.",
            ],
            "payment_issue": [
                "I was charged twice for the same top up, reference {ref}.",
                "My card was declined although there is enough money on it. Order {ref}.",
                "The transfer for {ref} left my bank on Monday and the balance here is still empty.",
            ],
            "refund": ["I cancelled the promotion of the {item} the same day. How do I get my money back for {ref}?"],
            "login_issue": [
                "I cannot sign in, the code goes to my old number. Please help, I have buyers waiting.",
                "The reset link for my password says that it has expired, five minutes after it came.",
                "My account is locked out after three tries. It was me, I had forgotten the password.",
            ],
            "account_verification": ["I sent my identity document a week ago and still have no badge. Is it lost?"],
            "moderation": [
                "The advert {ref} looks like a scam, the seller wants the money before he shows the {item}."
            ],
            "technical_issue": [
                "The app crashes when I add a photo of the {item}. It is a new phone.",
                "The page stays blank after I press save. I tried two browsers.",
            ],
            "verification": ["Please verify my account, the documents are attached."],
            "suspension": ["Several buyers report that this account offers goods that it does not have."],
            "appeal": ["I do not agree with the decision. The {item} is mine, I attach the receipt."],
            "listing": ["New advert: {item}, {place}, little used."],
            "payment": ["The payment did not go through and the order is still open."],
            "flag": ["The {item} in this advert is not real, the photo is from another site."],
            "dispute": ["The {item} that came is not the one in the advert, and the seller does not answer."],
            "platform_issue": ["Uploading a photo ends with an error every time."],
        ],
        additions: [
            "I forgot to say: it is about {ref}.", "It still does the same today, by the way.",
            "I attach a picture of what I see.", "Could somebody look at it before the weekend, please?",
        ],
        answers: [
            "general": [
                "Hello {name}, thank you for writing. I have looked at it and put it right; please look again.",
                "Good day {name}, I see what you mean. It works again now, and I have noted it on your account.",
            ],
            "inquiry": ["Hello {name}, you can do that yourself under My adverts, Edit. It takes effect at once."],
            "complaint": [
                "Hello {name}, I am sorry that you had to write again. I look after this myself from here on."
            ],
            "ad_approval": [
                "Hello {name}, I have looked at {ref}: one photo was missing its subject. It is online now."
            ],
            "listing_problem": ["Hello {name}, I have put the photos of {ref} back and checked the price with them."],
            "visibility": [
                "Hello {name}, the promotion of {ref} had not started. I have started it, with two days added."
            ],
            "payment_issue": ["Hello {name}, I found both bookings for {ref}. One goes back to your card this week."],
            "login_issue": [
                "Hello {name}, I have sent you a new link that is good for an hour, and unlocked the account."
            ],
            "technical_issue": ["Hello {name}, a fault of ours, mended since. Please close the app and open it again."],
        ],
        questions: [
            "Hello {name}, could you tell me which number the advert has, and what you see on the page?",
            "Thank you {name}. On which day was that, and was it in the app or in a browser?",
        ],
        details: [
            "It is {ref}, and it was in the app, yesterday evening.",
            "Here it is: {ref}. The page says error and no more.",
            "In the browser on my computer. The number is {ref}.",
        ],
        summaries: [
            "Looked at {ref} with the user and put it right.", "Explained how it is done; the user has it working.",
            "Mended on our side and checked that it holds.",
        ],
        thanks: ["Thanks", "Thank you very much", "Great, thanks!", "Perfect"],
        again: [
            "It is back again this morning, exactly the same as before.",
            "I am afraid that it still does not work for {ref}. Could you look once more?",
        ],
        decisions: [
            "approved": "Everything is in order.", "rejected": "It cannot be accepted as it is.",
            "more_documents": "Something more is needed.", "warned": "A rule was broken; this is a warning.",
            "suspended": "The account is suspended.", "reinstated": "The account is open again.",
            "upheld": "The decision stands.", "overturned": "The decision is taken back.",
            "revise": "Please change it and send it again.", "fixed": "It works again.",
            "paid": "The money is on its way.", "refused": "The terms do not allow it.",
        ],
        steps: [
            "Send a sharp photo of the whole document, taken today.", "Change what the reason names and send it again.",
        ],
        praise: [
            "Friendly and quick, thank you.", "Solved with the first answer.", "She explained it well.",
            "Very helpful, I did not expect that on a Sunday.",
        ],
        blame: [
            "I waited too long for an answer.", "I had to explain everything twice.",
            "The answer did not fit my question.", "It took too long until the money was back.",
        ],
        wishes: [
            "Please show where my case stands.", "Let me upload several photos at once.", "A phone number would help.",
        ],
        items: ["bicycle", "sofa", "Corolla", "fridge", "guitar", "two-room flat", "laptop", "pram", "surfboard"]
    )
}
